import type { ScannerRun } from '@securescan/model';
import { describeGap, findGaps, type ScannerGap } from '../scanner-gaps.ts';
import type { Level, Notification } from './model.ts';
import { messageText } from './text.ts';

/** Descriptors of what may be reported about the run itself; a notification refers to one by its index. */
export const NOTIFICATION_DESCRIPTORS = [
  { id: 'scanner-failed', shortDescription: { text: 'A scanner failed; its findings are missing.' } },
  { id: 'scanner-cancelled', shortDescription: { text: 'A scanner was ended before it was done.' } },
  { id: 'scanner-skipped', shortDescription: { text: 'A scanner did not run.' } },
  { id: 'scanner-incomplete', shortDescription: { text: 'A scanner looked at a part of the target.' } },
  { id: 'scanner-note', shortDescription: { text: 'A scanner left something out.' } },
  { id: 'notice', shortDescription: { text: 'Something about the whole scan.' } },
] as const;

const LEVELS: Readonly<Record<ScannerGap['kind'], Level>> = {
  failed: 'error',
  cancelled: 'error',
  skipped: 'warning',
  incomplete: 'warning',
  note: 'note',
};

function notify(id: (typeof NOTIFICATION_DESCRIPTORS)[number]['id'], level: Level, text: string): Notification {
  const index = NOTIFICATION_DESCRIPTORS.findIndex((descriptor) => descriptor.id === id);
  return { descriptor: { id, index }, level, message: { text: messageText(text) } };
}

/** What the scanners left out, and notices about the run; without the key when there is nothing to say. */
export function notificationsOf(
  scanners: readonly ScannerRun[],
  notices: readonly string[],
): { readonly toolExecutionNotifications?: readonly Notification[] } {
  const notifications = [
    ...findGaps(scanners).map((gap) => notify(`scanner-${gap.kind}`, LEVELS[gap.kind], describeGap(gap))),
    ...notices.map((notice) => notify('notice', 'note', notice)),
  ];
  return notifications.length === 0 ? {} : { toolExecutionNotifications: notifications };
}
