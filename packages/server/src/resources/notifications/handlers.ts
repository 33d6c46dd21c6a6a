import type { notificationRoutes } from '@securescan/contract';
import { visibleProjects } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RoutesOf } from '../../http/handler.ts';
import { notFound } from '../../problem/http-problem.ts';
import { presentNotification } from './present.ts';

/** A longer list than anybody reads; more are cut, as documented. */
const MAX_LISTED = 200;

export function createNotificationHandlers({
  store,
  clock,
}: ServerDeps): Handlers<RoutesOf<typeof notificationRoutes>> {
  const now = (): string => clock.now().toISOString();
  return {
    async listNotifications({ query }, { principal }) {
      const notifications = await store.notifications.list({
        projects: visibleProjects(principal),
        unreadOnly: query.unread_only,
        limit: Math.min(query.limit, MAX_LISTED),
      });
      return { json: notifications.map(presentNotification) };
    },

    async countUnread(_inputs, { principal }) {
      return { json: { count: await store.notifications.countUnread(visibleProjects(principal)) } };
    },

    async markAllRead(_inputs, { principal }) {
      const count = await store.transaction(({ notifications }) =>
        notifications.markAllRead(visibleProjects(principal), now()),
      );
      return { json: { marked_read: count } };
    },

    async markRead({ params }, { principal }) {
      const notification = await store.transaction(({ notifications }) =>
        notifications.markRead(params.notification_id, visibleProjects(principal), now()),
      );
      if (notification === undefined) throw notFound('Notification not found');
      return { json: presentNotification(notification) };
    },
  };
}
