import { expect, test } from 'vitest';

import { Changes, type Heard, TRUST_MS } from '../../../src/cache/changes';
import { FakeTime, settle } from './fake-time';

/** A poller with its answers given by hand, and a record of what it did. */
function makePoller() {
  const time = new FakeTime();
  const begin = time.now();
  const events: string[] = [];
  const waiting: ((heard: Heard) => void)[] = [];
  const seconds = () => (time.now() - begin) / 1_000;
  const changes = new Changes({
    now: time.now,
    after: time.after,
    ask: () => {
      events.push(`asks at ${String(seconds())}`);
      return new Promise((resolve) => waiting.push(resolve));
    },
    onChange: () => events.push('purges'),
    onTrust: (until) => events.push(`trusts until ${String((until - begin) / 1_000)}`),
    onOutage: (isOutage) => {
      if (isOutage) events.push('outage');
    },
  });
  const hear = async (heard: Heard) => {
    waiting.shift()?.(heard);
    await settle();
  };
  return { changes, time, events, hear };
}

test('the first version and each other one is a change; the same is none', async () => {
  const { changes, time, events, hear } = makePoller();
  changes.start();

  await hear({ version: 'a' });
  await time.pass(4_000);
  await hear({ version: 'a' });
  await time.pass(4_000);
  await hear({ version: 'b' });

  expect(events).toEqual([
    'asks at 0',
    'purges',
    'trusts until 12',
    'asks at 4',
    'trusts until 16',
    'asks at 8',
    'purges',
    'trusts until 20',
  ]);
});

test('many rings during a question lead to one more', async () => {
  const { changes, events, hear } = makePoller();
  changes.start();
  for (let count = 0; count < 50; count += 1) changes.ring();

  await hear({ version: 'a' });
  await hear({ version: 'b' });

  expect(events.filter((it) => it.startsWith('asks'))).toEqual(['asks at 0', 'asks at 0']);
  expect(events.filter((it) => it === 'purges')).toHaveLength(2);
});

test('a ring between questions has one asked at once, and the next after the usual pause', async () => {
  const { changes, time, events, hear } = makePoller();
  changes.start();
  await hear({ version: 'a' });
  await time.pass(2_000);

  changes.ring();
  await hear({ version: 'a' });
  await time.pass(4_000);

  expect(events.filter((it) => it.startsWith('asks'))).toEqual(['asks at 0', 'asks at 2', 'asks at 6']);
});

test('a silent CMS is asked each second, and after a second silence known to be down', async () => {
  const { changes, time, events, hear } = makePoller();
  changes.start();

  await hear('silent');
  await time.pass(1_000);
  await hear('silent');
  await time.pass(1_000);
  await hear({ version: 'a' });
  await time.pass(4_000);

  expect(events).toEqual([
    'asks at 0',
    'asks at 1',
    'outage',
    'asks at 2',
    'purges',
    `trusts until ${String(2 + TRUST_MS / 1_000)}`,
    'asks at 6',
  ]);
});

test('an answer without a version is neither trusted nor an outage', async () => {
  const { changes, time, events, hear } = makePoller();
  changes.start();

  await hear('refused');

  expect(events).toEqual(['asks at 0']);
  expect(changes.answeredAt).toBe(time.now());
});

test('nothing is asked or done once it is stopped', async () => {
  const { changes, time, events, hear } = makePoller();
  changes.start();
  changes.stop();

  await hear({ version: 'a' });
  changes.ring();
  await time.pass(60_000);

  expect(events).toEqual(['asks at 0']);
});
