import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export interface DeskSession {
  readonly name: string;
  readonly role: string;
  readonly rights: readonly string[];
  readonly mustChangePassword: boolean;
  readonly token: string;
}

export const SessionContext = createContext<DeskSession>({
  name: '',
  role: '',
  rights: [],
  mustChangePassword: false,
  token: '',
});

/** Who is signed in, and what the page may offer; the hub decides again about each request. */
export function useSession(): DeskSession & { readonly may: (right: string) => boolean } {
  const session = useContext(SessionContext);
  return { ...session, may: (right) => session.rights.includes(right) };
}
