/**
 * 64-bit identity of an id as two 32-bit hashes that ClickHouse knows too (`murmurHash3_32`, `xxHash32`, over the UTF-8
 * bytes, seed 0), so that known ids travel as 8 bytes. Among 10 million ids of a source, a new one is mistaken for a
 * known one with a probability of 5e-13.
 */
export function hashId(id: string): void {
  const { length } = id;
  let bytes: Uint8Array = scratch;
  let count = length;
  if (length > SCRATCH) bytes = Buffer.from(id);
  else {
    for (let at = 0; at < length; at += 1) {
      const code = id.charCodeAt(at);
      if (code > 127) {
        bytes = Buffer.from(id);
        break;
      }
      scratch[at] = code;
    }
  }
  if (bytes !== scratch) count = bytes.length;
  hashed.murmur = murmur3(bytes, count);
  hashed.xx = xx32(bytes, count);
}

/** Where {@link hashId} leaves its answer: two unsigned 32-bit numbers, without an object for each of millions. */
export const hashed = { murmur: 0, xx: 0 };

const SCRATCH = 512;
const scratch = new Uint8Array(SCRATCH);

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) |
  ((bytes[at + 1] as number) << 8) |
  ((bytes[at + 2] as number) << 16) |
  ((bytes[at + 3] as number) << 24);

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** MurmurHash3 x86 32. */
function murmur3(bytes: Uint8Array, count: number): number {
  let hash = 0;
  const whole = count & ~3;
  for (let at = 0; at < whole; at += 4) {
    const key = Math.imul(rotate(Math.imul(word(bytes, at), 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotate(hash ^ key, 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = count - 1; at >= whole; at -= 1) tail = (tail << 8) | (bytes[at] as number);
  if (count > whole) hash ^= Math.imul(rotate(Math.imul(tail, 0xcc9e2d51), 15), 0x1b873593);
  hash ^= count;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const PRIME1 = 0x9e3779b1 | 0;
const PRIME2 = 0x85ebca77 | 0;
const PRIME3 = 0xc2b2ae3d | 0;
const PRIME4 = 0x27d4eb2f | 0;
const PRIME5 = 0x165667b1 | 0;

const lane = (state: number, input: number): number =>
  Math.imul(rotate((state + Math.imul(input, PRIME2)) | 0, 13), PRIME1);

/** xxHash32. */
function xx32(bytes: Uint8Array, count: number): number {
  let at = 0;
  let hash = PRIME5;
  if (count >= 16) {
    let one = (PRIME1 + PRIME2) | 0;
    let two = PRIME2;
    let three = 0;
    let four = -PRIME1 | 0;
    for (; at <= count - 16; at += 16) {
      one = lane(one, word(bytes, at));
      two = lane(two, word(bytes, at + 4));
      three = lane(three, word(bytes, at + 8));
      four = lane(four, word(bytes, at + 12));
    }
    hash = (rotate(one, 1) + rotate(two, 7) + rotate(three, 12) + rotate(four, 18)) | 0;
  }
  hash = (hash + count) | 0;
  for (; at <= count - 4; at += 4) {
    hash = Math.imul(rotate((hash + Math.imul(word(bytes, at), PRIME3)) | 0, 17), PRIME4);
  }
  for (; at < count; at += 1) {
    hash = Math.imul(rotate((hash + Math.imul(bytes[at] as number, PRIME5)) | 0, 11), PRIME1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), PRIME2);
  hash = Math.imul(hash ^ (hash >>> 13), PRIME3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
