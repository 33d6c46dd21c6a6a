import { clean, cleanOrNull } from '../json-text.ts';
import type { Connections } from '../schema.ts';
import type { NotificationRepository } from './contract.ts';

export function createNotificationRepository({ write }: Connections): NotificationRepository {
  return {
    async add(notification) {
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
          created_at: notification.createdAt,
          read_at: notification.readAt,
        })
        .execute();
    },
  };
}
