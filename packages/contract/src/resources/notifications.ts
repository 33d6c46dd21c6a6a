import { z } from 'zod';
import { defineRoutes, withScope } from '../route.ts';
import { QueryBoolean } from '../shapes/common.ts';
import { MarkedRead, Notification, UnreadCount } from '../shapes/notification.ts';

export const notificationRoutes = defineRoutes({
  listNotifications: {
    id: 'listNotifications',
    method: 'GET',
    path: '/notifications',
    tag: 'notifications',
    summary: 'Notifications, newest first',
    access: withScope('read'),
    query: z.object({
      unread_only: QueryBoolean.default(false),
      limit: z.coerce.number().int().min(1).default(50).describe('at most 200 are given'),
    }),
    answers: { 200: { description: 'the notifications', json: z.array(Notification) } },
    errors: {},
  },
  countUnread: {
    id: 'countUnread',
    method: 'GET',
    path: '/notifications/unread-count',
    tag: 'notifications',
    summary: 'How many are unread',
    access: withScope('read'),
    answers: { 200: { description: 'the count', json: UnreadCount } },
    errors: {},
  },
  markAllRead: {
    id: 'markAllRead',
    method: 'PATCH',
    path: '/notifications/read-all',
    tag: 'notifications',
    summary: 'Mark all as read',
    access: withScope('write'),
    answers: { 200: { description: 'how many were unread', json: MarkedRead } },
    errors: {},
  },
  markRead: {
    id: 'markRead',
    method: 'PATCH',
    path: '/notifications/{notification_id}/read',
    tag: 'notifications',
    summary: 'Mark one as read',
    access: withScope('write'),
    params: z.object({ notification_id: z.string() }),
    answers: { 200: { description: 'the notification', json: Notification } },
    errors: { 404: 'no such notification' },
  },
});
