import { Monitor, Moon, Sun } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useApp } from '../app-context.ts';
import { THEMES, useTheme } from '../theme.ts';

const LABELS = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export function ThemeSwitch() {
  const { theme: store } = useApp();
  const theme = useTheme(store);
  const Icon = ICONS[theme];
  return (
    <Menu
      opener={(props) => (
        <IconButton {...props} label={`Theme: ${LABELS[theme]}`}>
          <Icon size={16} strokeWidth={1.5} aria-hidden />
        </IconButton>
      )}
      groups={[
        THEMES.map((name) => ({ label: LABELS[name], isChecked: name === theme, onSelect: () => store.choose(name) })),
      ]}
    />
  );
}
