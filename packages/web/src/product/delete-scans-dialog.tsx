import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { toCount } from '../ui/time.ts';
import { toTargetName, type ScanView } from './scan.ts';

/** Asks before scans are deleted; names what goes. */
export function DeleteScansDialog({
  scans,
  isBusy,
  onCancel,
  onConfirm,
}: {
  /** Empty while nothing is to be deleted. */
  readonly scans: readonly ScanView[];
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}) {
  const findings = scans.reduce((sum, scan) => sum + scan.findings_count, 0);
  const [first] = scans;
  const name = scans.length === 1 && first ? `the scan of ${toTargetName(first)}` : `${scans.length} scans`;
  return (
    <Dialog
      isOpen={scans.length > 0}
      onClose={onCancel}
      title={`Delete ${name}?`}
      description={`${findings === 1 ? '1 finding goes' : `${toCount(findings)} findings go`} with it. This cannot be undone. Verdicts and comments belong to the findings themselves and stay for the next scan.`}
      actions={
        <>
          <Button onClick={onCancel}>Keep</Button>
          <Button variant="destructive" isBusy={isBusy} onClick={onConfirm}>
            Delete
          </Button>
        </>
      }
    />
  );
}
