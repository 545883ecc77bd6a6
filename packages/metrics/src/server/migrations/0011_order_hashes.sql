-- Which order a row of money is about, as a number, the same as in `orders`: questions that put orders together compare
-- 8 bytes in place of two or three texts. 0 for what is about no order.
ALTER TABLE commerce ADD COLUMN IF NOT EXISTS order_hash UInt64 MATERIALIZED if(type IN ('purchase', 'refund', 'order_cancelled'), sipHash64(platform, if(`order` != '', `order`, concat(source, '\n', id))), 0) CODEC(LZ4) AFTER `order`;

-- In the background: until then it is worked out from the texts of what is there already.
ALTER TABLE commerce MATERIALIZE COLUMN order_hash;
