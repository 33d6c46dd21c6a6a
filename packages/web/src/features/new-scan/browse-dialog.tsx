import { useQuery } from '@tanstack/react-query';
import { CornerLeftUp, Folder, FolderGit2 } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '../../data/api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { directoryQuery } from './api.ts';

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const;
const ROW = 'flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-sm hover:bg-surface-2';

/** Chooses a directory of the server's machine, inside the roots that it allows. */
export function BrowseDialog({
  isOpen,
  start,
  onClose,
  onChoose,
}: {
  readonly isOpen: boolean;
  readonly start: string;
  readonly onClose: () => void;
  readonly onChoose: (path: string) => void;
}) {
  const [path, setPath] = useState(start);
  const { data, error } = useQuery({ ...directoryQuery(useApi(), path), enabled: isOpen });
  const directories = data?.entries.filter((entry) => entry.is_dir) ?? [];
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      width="lg"
      title="Choose a directory"
      description="Directories of the machine that the server runs on."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="default" disabled={data === undefined} onClick={() => data && onChoose(data.current)}>
            Choose this directory
          </Button>
        </>
      }
    >
      <div className="flex min-h-60 flex-col gap-1">
        {error ? (
          <div role="alert" className="flex flex-col items-start gap-3 text-sm">
            <p className="foreign text-critical-text">{error.message}</p>
            <Button onClick={() => setPath('')}>Go to the first allowed directory</Button>
          </div>
        ) : data === undefined ? (
          <SkeletonRows count={5} rowHeight="h-9" />
        ) : (
          <>
            <div className="pb-2">
              <PathText path={data.current} />
            </div>
            {data.parent === null ? null : (
              <button type="button" className={ROW} onClick={() => setPath(data.parent ?? '')}>
                <CornerLeftUp {...ICON} />
                One level up
              </button>
            )}
            {directories.map((entry) => (
              <button key={entry.path} type="button" className={ROW} onClick={() => setPath(entry.path)}>
                {entry.is_repository ? <FolderGit2 {...ICON} /> : <Folder {...ICON} />}
                <span className="foreign">{entry.name}</span>
                {entry.is_repository ? <span className="text-xs text-muted">repository</span> : null}
              </button>
            ))}
            {directories.length === 0 ? <p className="px-2 text-sm text-muted">No directories in here.</p> : null}
            {data.truncated ? <p className="px-2 text-xs text-muted">There are more; type the path instead.</p> : null}
          </>
        )}
      </div>
    </Dialog>
  );
}
