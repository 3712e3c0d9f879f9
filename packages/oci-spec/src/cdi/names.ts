/** A qualified name, `vendor/class=device`, in its parts. */
export interface CdiName {
  readonly vendor: string;
  readonly class: string;
  readonly device: string;
}

const vendor = /^[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?$/;
const device = /^[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?$/;

/** Whether a kind is `vendor/class`. Dots in the class are from 0.6. */
export const isKind = (kind: string): boolean => {
  const [first = '', second = '', ...more] = kind.split('/');
  return more.length === 0 && vendor.test(first) && vendor.test(second);
};

export const isDeviceName = (name: string): boolean => device.test(name);

/** The parts of a qualified name; undefined where it is none. */
export const parseCdiName = (name: string): CdiName | undefined => {
  const at = name.indexOf('=');
  const kind = name.slice(0, Math.max(0, at));
  const rest = name.slice(at + 1);
  if (at < 0 || !isKind(kind) || !isDeviceName(rest)) return undefined;
  const [first = '', second = ''] = kind.split('/');
  return { vendor: first, class: second, device: rest };
};
