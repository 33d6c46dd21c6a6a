import { useNavigate } from '@tanstack/react-router';
import { Ban, EllipsisVertical, ExternalLink, Link2, RotateCw, Trash2 } from 'lucide-react';
import { isEnded, toTargetName, type ScanView } from '../../product/scan.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';

export interface RowActions {
  cancel(scan: ScanView): void;
  rescan(scan: ScanView): void;
  remove(scan: ScanView): void;
}

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** What can be done with one scan. */
export function RowMenu({ scan, actions }: { readonly scan: ScanView; readonly actions: RowActions | null }) {
  const navigate = useNavigate();
  const tell = useToast();
  const copyLink = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(new URL(`/scan/${scan.id}`, location.origin).href);
      tell({ text: 'Link copied.' });
    } catch {
      tell({ text: 'The browser does not allow copying here; open the scan and copy its address.', isError: true });
    }
  };
  const common: readonly MenuEntry[] = [
    {
      label: 'View',
      icon: <ExternalLink {...ICON} />,
      onSelect: () => void navigate({ to: '/scan/$id', params: { id: scan.id } }),
    },
    { label: 'Copy link', icon: <Link2 {...ICON} />, onSelect: () => void copyLink() },
  ];
  const changing: readonly MenuEntry[] =
    actions === null
      ? []
      : isEnded(scan)
        ? [
            { label: 'Scan again', icon: <RotateCw {...ICON} />, onSelect: () => actions.rescan(scan) },
            { label: 'Delete…', icon: <Trash2 {...ICON} />, isDestructive: true, onSelect: () => actions.remove(scan) },
          ]
        : [{ label: 'Cancel', icon: <Ban {...ICON} />, isDestructive: true, onSelect: () => actions.cancel(scan) }];
  return (
    <Menu
      opener={(props) => (
        <IconButton {...props} size="sm" label={`Actions for the scan of ${toTargetName(scan)}`}>
          <EllipsisVertical size={16} strokeWidth={1.5} aria-hidden />
        </IconButton>
      )}
      groups={changing.length === 0 ? [common] : [common, changing]}
    />
  );
}
