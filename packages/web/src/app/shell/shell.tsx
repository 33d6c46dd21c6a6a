import { Outlet, useMatches } from '@tanstack/react-router';
import { type ReactNode, Suspense, useState } from 'react';
import { lazyNamed } from '../../ui/opener.ts';
import { HelpSheet } from './help-sheet.tsx';
import { OpenServerBanner } from './open-server-banner.tsx';
import { Sidebar } from './sidebar.tsx';
import { TopBar } from './top-bar.tsx';
import { useShellShortcuts } from './use-shell-shortcuts.ts';

const Drawer = lazyNamed(() => import('./drawer.tsx'), 'Drawer');
const Palette = lazyNamed(() => import('../palette/palette.tsx'), 'Palette');

/** Frame of every page. */
export function Shell() {
  const isBare = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.isBare === true) });
  return isBare ? (
    <main className="min-h-screen">
      <Outlet />
    </main>
  ) : (
    <FullShell />
  );
}

function FullShell() {
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  useShellShortcuts({ openHelp: () => setHelpOpen(true), togglePalette: () => setPaletteOpen((isOpen) => !isOpen) });
  return (
    <div className="sm:grid sm:grid-cols-[3.5rem_minmax(0,1fr)] lg:grid-cols-[13.75rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-fg"
      >
        Skip to the content
      </a>
      <Sidebar />
      <OnDemand isOpen={isMenuOpen}>
        <Drawer isOpen={isMenuOpen} onClose={() => setMenuOpen(false)} />
      </OnDemand>
      <div className="min-w-0">
        <TopBar
          onMenu={() => setMenuOpen(true)}
          onSearch={() => setPaletteOpen(true)}
          onHelp={() => setHelpOpen(true)}
        />
        <OpenServerBanner />
        <main id="content" tabIndex={-1} className="px-4 pt-6 pb-16 outline-none lg:px-8">
          <Outlet />
        </main>
      </div>
      <HelpSheet isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      <OnDemand isOpen={isPaletteOpen}>
        <Palette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      </OnDemand>
    </div>
  );
}

/** Loads what is inside when it is opened for the first time. */
function OnDemand({ isOpen, children }: { readonly isOpen: boolean; readonly children: ReactNode }) {
  const [wasOpened, setOpened] = useState(false);
  if (isOpen && !wasOpened) setOpened(true);
  return wasOpened ? <Suspense fallback={null}>{children}</Suspense> : null;
}
