import { useQuery } from '@tanstack/react-query';
import { useMatch, useNavigate } from '@tanstack/react-router';
import { Bug, Link2, LogOut, Monitor, Moon, ScanSearch, Sun } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { toRelative } from '../../ui/time.ts';
import { useToast } from '../../ui/toast.tsx';
import { useApp } from '../app-context.ts';
import { scanSearch } from '../../features/scan/search.ts';
import { navigation } from '../features.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon: ReactNode;
  readonly run: () => void;
}

const DELAY_MS = 200;
const LIMIT = 8;
const ICON = { size: 16, strokeWidth: 1.5 } as const;

/** What fits the text: `>` actions, `#` findings; without a sign everything, recent scans when nothing is typed. */
export function usePaletteEntries(text: string): {
  readonly entries: readonly PaletteEntry[];
  readonly isSearching: boolean;
  readonly problem: string | null;
} {
  const { api } = useApp();
  const navigate = useNavigate();
  const actions = useActions();
  const scanId = useMatch({ from: '/scan/$id', shouldThrow: false })?.params.id ?? null;
  const sign = /^[>#]/.exec(text)?.[0] ?? null;
  const words = text.replace(/^[>#]\s*/, '').trim();
  const asked = useDelayed(words);
  const fits = (label: string): boolean => label.toLowerCase().includes(words.toLowerCase());

  const scans = useQuery({
    queryKey: ['scans', 'palette', asked],
    queryFn: ({ signal }) =>
      api.page('listScans', { query: { limit: LIMIT, ...(asked === '' ? {} : { target: asked }) } }, { signal }),
    enabled: sign === null,
    placeholderData: (previous) => previous,
  });
  const findings = useQuery({
    queryKey: ['findings', scanId, 'palette', asked],
    queryFn: ({ signal }) =>
      api.page('listFindings', { params: { scan_id: scanId ?? '' }, query: { q: asked, limit: LIMIT } }, { signal }),
    enabled: scanId !== null && asked !== '' && sign !== '>',
    placeholderData: (previous) => previous,
  });

  const pages: readonly PaletteEntry[] = navigation.map(({ to, label, icon: Icon, key }) => ({
    id: to,
    group: 'Pages',
    label,
    hint: `g ${key}`,
    icon: <Icon {...ICON} />,
    run: () => void navigate({ to }),
  }));
  const foundScans = (scans.data?.rows ?? []).map((scan) => ({
    id: scan.id,
    group: asked === '' ? 'Recent scans' : 'Scans',
    label: scan.target_url ?? scan.target_host ?? scan.target_path,
    hint: `${scan.status}, ${toRelative(new Date(scan.created_at), new Date())}`,
    icon: <ScanSearch {...ICON} />,
    run: () => void navigate({ to: '/scan/$id', params: { id: scan.id } }),
  }));
  const foundFindings =
    scanId === null || words === ''
      ? []
      : (findings.data?.rows ?? []).map((finding) => ({
          id: `finding ${finding.fingerprint}`,
          group: 'Findings of this scan',
          label: finding.title,
          hint: finding.severity,
          icon: <Bug {...ICON} />,
          run: () =>
            void navigate({
              to: '/scan/$id',
              params: { id: scanId },
              search: (old) => scanSearch.read({ ...old, finding: finding.fingerprint }),
            }),
        }));
  const entries =
    sign === '>'
      ? actions.filter(({ label }) => fits(label))
      : sign === '#'
        ? foundFindings
        : [
            ...pages.filter(({ label }) => fits(label)),
            ...foundScans,
            ...foundFindings,
            ...actions.filter(({ label }) => fits(label)),
          ];
  return {
    entries,
    isSearching: words !== asked || scans.isFetching || findings.isFetching,
    problem: scans.error?.message ?? findings.error?.message ?? null,
  };
}

function useActions(): readonly PaletteEntry[] {
  const { theme, keys } = useApp();
  const navigate = useNavigate();
  const tell = useToast();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      tell({ text: 'Address copied.' });
    } catch {
      tell({ text: 'The browser does not allow copying here; copy the address from its bar.', isError: true });
    }
  };
  const make = (label: string, icon: ReactNode, run: () => void): PaletteEntry => ({
    id: label,
    group: 'Actions',
    label,
    icon,
    run,
  });
  return [
    make('Copy the address of this page', <Link2 {...ICON} />, () => void copy()),
    make('Theme: light', <Sun {...ICON} />, () => theme.choose('light')),
    make('Theme: dark', <Moon {...ICON} />, () => theme.choose('dark')),
    make('Theme: as the system', <Monitor {...ICON} />, () => theme.choose('system')),
    ...(keys.read() === null
      ? []
      : [
          make('Sign out', <LogOut {...ICON} />, () => {
            keys.forget();
            void navigate({ to: '/sign-in', search: { next: '/' } });
          }),
        ]),
  ];
}

/** The text once its typing has paused. */
function useDelayed(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
