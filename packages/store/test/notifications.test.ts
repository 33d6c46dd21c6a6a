import { describeDatabases } from '@securescan/testkit/databases';
import { expect, it } from 'vitest';
import type { StoredNotification } from '../src/index.ts';
import { openStore } from '../src/index.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

function makeNotification(id: string, changes: Partial<StoredNotification> = {}): StoredNotification {
  return {
    id,
    type: 'scan.complete',
    title: 'Scan complete',
    body: null,
    link: '/scan/1',
    severity: 'high',
    level: 'warning',
    scanId: '1',
    project: '',
    createdAt: at(0),
    readAt: null,
    ...changes,
  };
}

describeDatabases('notifications', (makeDatabase) => {
  it('lists newest first, marks as read once, prunes what was read', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(at(0)));
    await store.transaction(async ({ notifications }) => {
      for (const [index, id] of ['a', 'b', 'c'].entries()) {
        await notifications.add(makeNotification(id, { createdAt: at(index) }));
      }
    });
    const ids = async (unreadOnly: boolean, limit = 10) =>
      (await store.notifications.list({ projects: null, unreadOnly, limit })).map(({ id }) => id);
    expect(await ids(false)).toEqual(['c', 'b', 'a']);
    expect(await ids(false, 1)).toEqual(['c']);

    const read = (id: string, seconds: number) =>
      store.transaction(({ notifications }) => notifications.markRead(id, null, at(seconds)));
    expect(await read('b', 10)).toEqual(makeNotification('b', { createdAt: at(1), readAt: at(10) }));
    expect(await read('b', 20)).toMatchObject({ readAt: at(10) });
    expect(await read('nope', 20)).toBeUndefined();
    expect(await ids(true)).toEqual(['c', 'a']);
    expect(await store.notifications.countUnread(null)).toBe(2);

    expect(await store.transaction(({ notifications }) => notifications.pruneReadBefore(at(10)))).toBe(0);
    expect(await store.transaction(({ notifications }) => notifications.pruneReadBefore(at(11)))).toBe(1);
    expect(await store.transaction(({ notifications }) => notifications.markAllRead(null, at(30)))).toBe(2);
    expect(await store.transaction(({ notifications }) => notifications.markAllRead(null, at(30)))).toBe(0);
  });

  it('shows a caller the projects it may see, and nothing else', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(at(0)));
    await store.transaction(async ({ notifications }) => {
      for (const project of ['', 'shop', 'bank']) await notifications.add(makeNotification(`n${project}`, { project }));
    });
    const seen = async (projects: readonly string[] | null) =>
      (await store.notifications.list({ projects, unreadOnly: false, limit: 9 })).map(({ id }) => id);
    expect(await seen(['shop'])).toEqual(['nshop']);
    expect(await seen(['shop', ''])).toEqual(['nshop', 'n']);
    expect(await seen([])).toEqual([]);
    expect(await store.notifications.countUnread(['shop'])).toBe(1);
    await store.transaction(async ({ notifications }) => {
      expect(await notifications.markRead('nbank', ['shop'], at(1))).toBeUndefined();
      expect(await notifications.markAllRead(['shop'], at(1))).toBe(1);
    });
    expect(await store.notifications.countUnread(null)).toBe(2);
  });
});
