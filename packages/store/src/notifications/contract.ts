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

export interface NotificationRepository {
  add(notification: StoredNotification): Promise<void>;
}
