import { useContext, useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { ShortcutContext } from '../../ui/shortcuts/shortcuts.ts';
import { singleKeys } from '../preferences.ts';

/** The keys that work on this page, and no others. */
export function HelpSheet({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard" width="lg">
      {isOpen ? <Map /> : null}
    </Dialog>
  );
}

function Map() {
  const registry = useContext(ShortcutContext);
  const [areOn, setOn] = useState(singleKeys.areOn());
  const groups = Object.entries(Object.groupBy(registry?.list() ?? [], ({ group }) => group)).toReversed();
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {groups.map(([group, shortcuts]) => (
          <section key={group}>
            <h3 className="pb-1.5 text-sm">{group}</h3>
            <dl className="flex flex-col gap-1.5 text-sm">
              {shortcuts?.map(({ keys, label }) => (
                <div key={`${keys} ${label}`} className="flex items-center justify-between gap-4">
                  <dt className="text-muted">{label}</dt>
                  <dd className="flex gap-1">
                    {keys.split(' ').map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="flex items-center gap-2 border-t border-border pt-4 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={areOn}
          onChange={({ target }) => {
            singleKeys.set(target.checked);
            setOn(target.checked);
          }}
        />
        Single keys do something; switch them off when you dictate
      </label>
    </div>
  );
}
