/** Times are RFC 3339 in UTC. */
export interface StoredNotification {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly body: string | null;
  readonly link: string | null;
  readonly severity: string;
  readonly level: string;
  readonly scanId: string | null;
  /** Empty: seen by every key that is not bound to projects. */
  readonly project: string;
  readonly createdAt: string;
  readonly readAt: string | null;
}

/** `projects` are those that the caller may see; null means all. */
export interface NotificationRepository {
  /** `createdAt` is moved behind that of the newest notification, so that their order is never lost. */
  add(notification: StoredNotification): Promise<void>;
  /** Newest first. */
  list(filter: {
    readonly projects: readonly string[] | null;
    readonly unreadOnly: boolean;
    readonly limit: number;
  }): Promise<readonly StoredNotification[]>;
  countUnread(projects: readonly string[] | null): Promise<number>;
  /** The first reading counts. @returns the notification afterwards, undefined when there is none */
  markRead(id: string, projects: readonly string[] | null, now: string): Promise<StoredNotification | undefined>;
  /** @returns how many were unread */
  markAllRead(projects: readonly string[] | null, now: string): Promise<number>;
  /** Removes what was read before that time. @returns how many */
  pruneReadBefore(time: string): Promise<number>;
}
