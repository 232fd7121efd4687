import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Room } from '../../../src/cache/room';

const keysOf = (room: Room<string>) => [...room.entries()].map(([key]) => key).sort();

test('a room never holds more than its bytes, and tells of all that left', () => {
  const put = fc.record({ key: fc.nat(30).map(String), bytes: fc.nat(40), isFound: fc.boolean() });
  fc.assert(
    fc.property(fc.array(put, { maxLength: 80, size: 'max' }), (puts) => {
      const held = new Map<string, number>();
      const room = new Room<number>(200, (key) => {
        held.delete(key);
      });
      for (const { key, bytes, isFound } of puts) {
        if (bytes <= 25) held.set(key, bytes);
        room.put(key, bytes, bytes);
        if (isFound) room.find(key);
        if (room.bytes > 200) return false;
      }
      expect(new Map(room.entries())).toEqual(held);
      expect(room.bytes).toBe([...held.values()].reduce((sum, it) => sum + it, 0));
      expect(room.size).toBe(held.size);
      return true;
    }),
    { numRuns: 1_000, seed: 3 },
  );
});

test('what was asked for again outlives any number of addresses asked for once', () => {
  const room = new Room<string>(1_000);
  for (const key of ['a', 'b']) {
    room.put(key, key, 100);
    room.find(key);
  }

  for (let number = 0; number < 1_000; number += 1) room.put(`once-${String(number)}`, '', 100);

  expect(room.peek('a')).toBe('a');
  expect(room.peek('b')).toBe('b');
  expect(room.bytes).toBe(1_000);
});

test('of regulars the one goes that was not asked for the longest', () => {
  const room = new Room<string>(800);
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    room.put(key, key, 100);
    room.find(key);
  }
  room.find('a');

  room.put('i', 'i', 50);

  expect(keysOf(room)).toEqual(['a', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
});

test('a value that is too large takes the one before it out', () => {
  const left: string[] = [];
  const room = new Room<string>(800, (key) => left.push(key));
  room.put('a', 'small', 100);

  room.put('a', 'large', 101);

  expect(left).toEqual(['a']);
  expect(room.bytes).toBe(0);
});
