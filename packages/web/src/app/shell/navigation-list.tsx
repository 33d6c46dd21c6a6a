import { Link, useLocation } from '@tanstack/react-router';
import { useSession } from '../../data/session.ts';
import { cx } from '../../ui/class-names.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { NavigationEntry } from '../../routing/feature.ts';
import { navigation } from '../features.ts';
import { Logo } from './logo.tsx';

export function Brand({ isStrip }: { readonly isStrip: boolean }) {
  return (
    <div className={cx('flex h-14 items-center gap-2.5', isStrip ? 'justify-center' : 'px-4')}>
      <Logo />
      {isStrip ? null : <span className="font-semibold text-strong">SecureScan</span>}
    </div>
  );
}

export function NavigationList({ isStrip, onChoose }: { readonly isStrip: boolean; readonly onChoose?: () => void }) {
  const { pathname } = useLocation();
  const sections = [...new Set(navigation.map(({ section }) => section))];
  const current = findCurrent(pathname);
  return (
    <nav aria-label="Main" className="flex grow flex-col gap-4 overflow-y-auto px-2 py-2">
      {sections.map((section) => (
        <div key={section}>
          {isStrip || sections.length === 1 ? null : (
            <h2 className="px-2 pb-1 text-2xs font-medium text-muted">{section}</h2>
          )}
          <ul className="flex flex-col gap-0.5">
            {navigation
              .filter((entry) => entry.section === section)
              .map((entry) => (
                <li key={entry.to}>
                  <Entry
                    entry={entry}
                    isStrip={isStrip}
                    isCurrent={entry.to === current}
                    {...(onChoose ? { onChoose } : {})}
                  />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The longest entry whose whole segments the path starts with. */
function findCurrent(pathname: string): string | undefined {
  return navigation
    .map(({ to }) => to)
    .filter((to) => pathname === to || (to === '/history' && pathname.startsWith('/scan/')))
    .toSorted((a, b) => b.length - a.length)[0];
}

function Entry({
  entry: { to, label, icon: Icon },
  isStrip,
  isCurrent,
  onChoose,
}: {
  readonly entry: NavigationEntry;
  readonly isStrip: boolean;
  readonly isCurrent: boolean;
  readonly onChoose?: () => void;
}) {
  const link = (
    <Link
      to={to}
      aria-label={isStrip ? label : undefined}
      aria-current={isCurrent ? 'page' : undefined}
      {...(onChoose ? { onClick: onChoose } : {})}
      className={cx(
        'relative flex h-8 items-center gap-2.5 rounded-md text-sm no-underline transition-colors duration-150',
        isStrip ? 'justify-center' : 'px-2.5',
        isCurrent
          ? 'bg-accent-soft font-medium text-strong before:absolute before:inset-y-1.5 before:left-0 before:w-0.5 before:rounded-full before:bg-accent'
          : 'text-muted hover:bg-surface-2 hover:text-text',
      )}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden className="shrink-0" />
      {isStrip ? null : label}
    </Link>
  );
  return isStrip ? (
    <Tooltip text={label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

export function Version() {
  const session = useSession();
  return session === undefined ? null : <p className="px-4 py-3 font-mono text-2xs text-muted">v{session.version}</p>;
}
