import { Notification } from '@securescan/contract';
import type { StoredNotification } from '@securescan/store';
import type { z } from 'zod';

const { severity: Severity, level: Level } = Notification.shape;

export function presentNotification(notification: StoredNotification): z.input<typeof Notification> {
  return {
    id: notification.id,
    type: notification.type,
    title: notification.title,
    body: notification.body,
    link: notification.link,
    severity: Severity.parse(notification.severity),
    level: Level.parse(notification.level),
    scan_id: notification.scanId,
    created_at: notification.createdAt,
    read_at: notification.readAt,
  };
}
