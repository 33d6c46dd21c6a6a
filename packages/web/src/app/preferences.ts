const NAME = 'securescan.single-keys';

/** Whether single keys (`j`, `x`, `g h`) do something; people who dictate switch them off. */
export const singleKeys = {
  areOn: (): boolean => localStorage.getItem(NAME) !== 'off',
  set(isOn: boolean): void {
    if (isOn) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, 'off');
  },
};
