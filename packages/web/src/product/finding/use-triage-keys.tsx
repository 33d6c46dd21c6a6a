import { TRIAGE_STATUSES } from '@securescan/model';
import { useShortcuts } from '../../ui/shortcuts/shortcuts.ts';
import { useToast } from '../../ui/toast.tsx';
import { type FindingView, TRIAGE_LABELS } from './finding.ts';
import { useTriage } from './use-triage.tsx';

/** Keys for what is selected, else for the finding in view: `t 1` to `t 6` judge, `c` comments, `y` copies the link. */
export function useTriageKeys({
  isOn,
  targets,
  open,
  onClose,
  onDone,
}: {
  readonly isOn: boolean;
  readonly targets: readonly FindingView[];
  readonly open: FindingView | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const tell = useToast();
  const triage = useTriage(onDone);
  const copyLink = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      tell({ text: 'Link to the finding copied.' });
    } catch {
      tell({ text: 'The browser does not allow copying here; copy the address instead.', isError: true });
    }
  };
  useShortcuts([
    ...(isOn && targets.length > 0
      ? TRIAGE_STATUSES.map((status, index) => ({
          keys: `t ${index + 1}`,
          label: `Verdict: ${TRIAGE_LABELS[status].toLowerCase()}`,
          group: 'Findings',
          run: () => triage.judge(targets, status),
        }))
      : []),
    ...(open === null
      ? []
      : [
          { keys: 'y', label: 'Copy the link to the finding', group: 'Findings', run: () => void copyLink() },
          { keys: 'Escape', label: 'Close the finding', group: 'Findings', run: onClose },
          ...(isOn
            ? [
                {
                  keys: 'c',
                  label: 'Write a comment',
                  group: 'Findings',
                  run: () => document.querySelector<HTMLElement>('[data-comment]')?.focus(),
                },
              ]
            : []),
        ]),
  ]);
  return triage;
}
