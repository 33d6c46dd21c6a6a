import type { Selectable } from 'kysely';
import { toFreeInstant } from '../free-instant.ts';
import { clean, cleanOrNull } from '../json-text.ts';
import { inProjects } from '../project-filter.ts';
import type { Connections, NotificationTable } from '../schema.ts';
import type { NotificationRepository, StoredNotification } from './contract.ts';

export function createNotificationRepository({ read, write }: Connections): NotificationRepository {
  return {
    async add(notification) {
      const newest = await write
        .selectFrom('notifications')
        .select((build) => build.fn.max('created_at').as('at'))
        .executeTakeFirst();
      await write
        .insertInto('notifications')
        .values({
          id: notification.id,
          type: notification.type,
          title: clean(notification.title),
          body: cleanOrNull(notification.body),
          link: notification.link,
          severity: notification.severity,
          level: notification.level,
          scan_id: notification.scanId,
          project: notification.project,
          created_at: toFreeInstant(newest?.at ?? undefined, notification.createdAt),
          read_at: notification.readAt,
        })
        .execute();
    },

    async list({ projects, unreadOnly, limit }) {
      let query = read
        .selectFrom('notifications')
        .selectAll()
        .where(inProjects('project', projects))
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(limit);
      if (unreadOnly) query = query.where('read_at', 'is', null);
      return (await query.execute()).map(toNotification);
    },

    async countUnread(projects) {
      const { count } = await read
        .selectFrom('notifications')
        .select((expression) => expression.fn.countAll<number | string>().as('count'))
        .where('read_at', 'is', null)
        .where(inProjects('project', projects))
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    async markRead(id, projects, now) {
      await write
        .updateTable('notifications')
        .set({ read_at: now })
        .where('id', '=', id)
        .where('read_at', 'is', null)
        .where(inProjects('project', projects))
        .execute();
      const row = await read
        .selectFrom('notifications')
        .selectAll()
        .where('id', '=', id)
        .where(inProjects('project', projects))
        .executeTakeFirst();
      return row && toNotification(row);
    },

    async markAllRead(projects, now) {
      const { numUpdatedRows } = await write
        .updateTable('notifications')
        .set({ read_at: now })
        .where('read_at', 'is', null)
        .where(inProjects('project', projects))
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },

    async pruneReadBefore(time) {
      const { numDeletedRows } = await write.deleteFrom('notifications').where('read_at', '<', time).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

function toNotification(row: Selectable<NotificationTable>): StoredNotification {
  return {
    id: row.id,
    type: row.type,
    title: row.title,
    body: row.body,
    link: row.link,
    severity: row.severity,
    level: row.level,
    scanId: row.scan_id,
    project: row.project,
    createdAt: row.created_at,
    readAt: row.read_at,
  };
}
