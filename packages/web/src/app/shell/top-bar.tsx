import { Link, useMatches } from '@tanstack/react-router';
import { ChevronRight, Keyboard, Menu as MenuIcon, Search } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Bell } from './bell.tsx';
import { ConnectionState } from './connection-state.tsx';
import { SessionMenu } from './session-menu.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function TopBar({
  onMenu,
  onSearch,
  onHelp,
}: {
  readonly onMenu: () => void;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}) {
  return (
    <header
      data-print="hide"
      className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-border bg-bg px-4 lg:gap-3 lg:px-8"
    >
      <span className="sm:hidden">
        <IconButton label="Open the navigation" onClick={onMenu}>
          <MenuIcon size={16} strokeWidth={1.5} aria-hidden />
        </IconButton>
      </span>
      <Breadcrumb />
      <button
        type="button"
        onClick={onSearch}
        className="ml-auto inline-flex h-8 items-center gap-2 rounded-md border border-border-strong bg-surface px-2 text-sm text-muted transition-colors duration-150 hover:bg-surface-2 md:w-64"
      >
        <Search size={14} strokeWidth={1.5} aria-hidden className="shrink-0" />
        <span className="grow text-left max-md:sr-only">Search…</span>
        <span aria-hidden className="hidden gap-1 md:inline-flex">
          <Kbd>{isApple ? '⌘' : 'Ctrl'}</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <ConnectionState />
      <Bell />
      <span className="hidden sm:inline">
        <IconButton label="Keyboard map" onClick={onHelp}>
          <Keyboard size={16} strokeWidth={1.5} aria-hidden />
        </IconButton>
      </span>
      <ThemeSwitch />
      <SessionMenu />
    </header>
  );
}

function Breadcrumb() {
  const data = useMatches({
    select: (matches) => matches.findLast(({ staticData }) => staticData.crumb !== undefined)?.staticData,
  });
  if (data?.crumb === undefined) return null;
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex items-center gap-1 text-sm text-muted">
        {data.parent === undefined ? null : (
          <li className="hidden items-center gap-1 sm:flex">
            <Link to={data.parent.to} className="rounded-sm text-muted no-underline hover:text-text">
              {data.parent.label}
            </Link>
            <ChevronRight size={14} strokeWidth={1.5} aria-hidden />
          </li>
        )}
        <li aria-current="page" className="truncate font-medium text-text">
          {data.crumb}
        </li>
      </ol>
    </nav>
  );
}
