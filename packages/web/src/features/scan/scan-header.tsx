import { useNavigate } from '@tanstack/react-router';
import { Ban, Download, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../data/session.ts';
import { DeleteScansDialog } from '../../product/delete-scans-dialog.tsx';
import { useScanActions } from '../../product/scan-actions.ts';
import { ScanStatusBadge } from '../../product/scan-status.tsx';
import { findDurationSeconds, isEnded, toTargetName, type ScanView } from '../../product/scan.ts';
import { SeverityCountsText } from '../../product/severity.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useNow } from '../../ui/now.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { toDuration } from '../../ui/time.ts';
import { REPORTS, useDownload } from './downloads.ts';

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** Target, state and numbers of a scan, and what can be done with it. */
export function ScanHeader({ scan }: { readonly scan: ScanView }) {
  const target = scan.target_url ?? scan.target_host ?? scan.target_path;
  const done = scan.scanners.filter(({ state }) => state !== 'pending' && state !== 'running').length;
  const progress = scan.status === 'running' ? `(${done}/${scan.scanners.length}) ` : '';
  return (
    <PageHeader
      title={toTargetName(scan)}
      documentTitle={`${progress}${toTargetName(scan)}`}
      facts={
        <>
          <ScanStatusBadge status={scan.status} isPartial={scan.partial} />
          <span className="inline-flex max-w-full min-w-0 items-center gap-1">
            <PathText path={target} isMuted />
            <CopyButton text={target} label="Copy the target" />
          </span>
          <span>
            <RelativeTime time={scan.started_at ?? scan.created_at} />
          </span>
          <Duration scan={scan} />
          {isEnded(scan) ? (
            <>
              <SeverityCountsText counts={scan.severity_counts} />
              {scan.risk_score === null ? null : (
                <span title="From 0 to 100: grows with number and severity of the findings, ever more slowly">
                  Risk {scan.risk_score.toFixed(1)}
                </span>
              )}
            </>
          ) : null}
          {scan.project === null ? null : <span className="foreign">Project {scan.project}</span>}
        </>
      }
      actions={<Actions scan={scan} />}
    />
  );
}

function Duration({ scan }: { readonly scan: ScanView }) {
  const seconds = findDurationSeconds(scan, useNow(1000));
  return seconds === null ? null : <span>{toDuration(seconds)}</span>;
}

function Actions({ scan }: { readonly scan: ScanView }) {
  const navigate = useNavigate();
  const mayWrite = useMay('write');
  const { cancel, rescan, remove } = useScanActions();
  const download = useDownload(scan);
  const [isAsking, setAsking] = useState<'cancel' | 'delete' | null>(null);
  const reports = REPORTS.map((report) => ({
    label: report.label,
    hint: report.hint,
    onSelect: () => download.mutate(report),
  }));
  return (
    <>
      {mayWrite && !isEnded(scan) ? (
        <Button variant="destructive" icon={<Ban {...ICON} />} onClick={() => setAsking('cancel')}>
          Cancel
        </Button>
      ) : null}
      {mayWrite && isEnded(scan) ? (
        <Button
          variant="default"
          icon={<RotateCw {...ICON} />}
          isBusy={rescan.isPending}
          onClick={() => rescan.mutate(scan)}
        >
          {scan.status === 'completed' ? 'Scan again' : 'Try again'}
        </Button>
      ) : null}
      {scan.status === 'completed' ? (
        <Menu
          opener={(props) => (
            <Button {...props} icon={<Download {...ICON} />} isBusy={download.isPending}>
              Download
            </Button>
          )}
          groups={[reports]}
        />
      ) : null}
      {mayWrite && isEnded(scan) ? (
        <Button variant="ghost" icon={<Trash2 {...ICON} />} onClick={() => setAsking('delete')}>
          Delete
        </Button>
      ) : null}
      <Dialog
        isOpen={isAsking === 'cancel'}
        onClose={() => setAsking(null)}
        title="Cancel this scan?"
        description="Its tools are ended now. What finished scanners have found is kept."
        actions={
          <>
            <Button onClick={() => setAsking(null)}>Let it run</Button>
            <Button
              variant="destructive"
              isBusy={cancel.isPending}
              onClick={() => cancel.mutate(scan, { onSettled: () => setAsking(null) })}
            >
              Cancel the scan
            </Button>
          </>
        }
      />
      <DeleteScansDialog
        scans={isAsking === 'delete' ? [scan] : []}
        isBusy={remove.isPending}
        onCancel={() => setAsking(null)}
        onConfirm={() =>
          remove.mutate([scan], {
            onSuccess: () => void navigate({ to: '/history' }),
            onSettled: () => setAsking(null),
          })
        }
      />
    </>
  );
}
