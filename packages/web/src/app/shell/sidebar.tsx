import { useMedia } from '../../ui/media.ts';
import { Brand, NavigationList, Version } from './navigation-list.tsx';

/** Navigation beside the page; a strip of icons where there is less room. Phones have the drawer. */
export function Sidebar() {
  const isStrip = useMedia('(max-width: 1023.98px)');
  return (
    <aside data-print="hide" className="sticky top-0 hidden h-screen flex-col border-r border-border bg-bg sm:flex">
      <Brand isStrip={isStrip} />
      <NavigationList isStrip={isStrip} />
      {isStrip ? null : <Version />}
    </aside>
  );
}
