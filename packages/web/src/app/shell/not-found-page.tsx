import { findNearest } from '@securescan/model';
import { Link, useLocation } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { navigation } from '../features.ts';

export function NotFoundPage() {
  const { pathname } = useLocation();
  const nearest = findNearest(
    pathname,
    navigation.map(({ to }) => to),
  );
  const entry = navigation.find(({ to }) => to === nearest) ?? navigation[0];
  return (
    <>
      <title>Not found · SecureScan</title>
      <EmptyState
        icon={<Compass size={24} strokeWidth={1.5} />}
        title="There is no such page"
        isPage
        action={
          entry === undefined ? undefined : (
            <Link to={entry.to} className={buttonClasses('default')}>
              Go to {entry.label}
            </Link>
          )
        }
      >
        <p className="foreign">
          Nothing answers at <span className="font-mono">{pathname}</span>. Press Ctrl K (⌘ K) to search for a page or a
          scan.
        </p>
      </EmptyState>
    </>
  );
}
