import type { LucideIcon } from 'lucide-react';

/** An entry of the navigation, of the palette, and of the keyboard. */
export interface NavigationEntry {
  readonly label: string;
  readonly to: string;
  readonly icon: LucideIcon;
  readonly section: 'Scan' | 'Findings' | 'Supply chain' | 'Architecture' | 'System';
  /** Second key after `g`. */
  readonly key: string;
}
