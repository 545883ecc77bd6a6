/** An order's name: of one without, the source and id of its event. */
export const ORDER_KEY = "if(`order` != '', `order`, concat(source, '\\n', id))";

/** The order that an event is about, as the tables of orders and of money have it in a column. */
export const ORDER_HASH = `sipHash64(platform, ${ORDER_KEY})`;

/** What an order is of, as lists even where it is one thing; `orders` has them so. */
export const LINES = "if(empty(`items.item`) AND item != '', [item], `items.item`)";
export const QUANTITIES = "if(empty(`items.item`) AND item != '', [quantity], `items.quantity`)";
