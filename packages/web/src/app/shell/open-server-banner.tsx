import { useSession } from '../../data/session.ts';
import { Banner } from '../../ui/banner.tsx';

/** A server without credentials is for one's own machine only; that is said on every page. */
export function OpenServerBanner() {
  const session = useSession();
  if (session?.kind !== 'open') return null;
  return (
    <div data-print="hide" className="px-4 pt-4 lg:px-8">
      <Banner tone="note">
        Development mode: this server asks nobody for a key. Before others may reach it, run{' '}
        <code className="rounded-sm bg-surface-2 px-1 font-mono text-xs">securescan keys create --admin</code>.
      </Banner>
    </div>
  );
}
