import { useSearchParams } from "react-router";

/**
 * One choice that the address carries, so that what one sees can be sent. A value that is not allowed counts as the
 * first of the allowed ones, which the address leaves out.
 */
export function useUrlChoice<Choice extends string>(
  name: string,
  allowed: readonly [Choice, ...Choice[]],
): [Choice, (choice: Choice) => void] {
  const [search, setSearch] = useSearchParams();
  const given = search.get(name);
  const current = allowed.find((choice) => choice === given) ?? allowed[0];
  const choose = (choice: Choice) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (choice === allowed[0]) after.delete(name);
        else after.set(name, choice);
        return after;
      },
      { replace: true },
    );
  return [current, choose];
}

/** Free text that the address carries; "" is left out. */
export function useUrlText(name: string): [string, (text: string) => void] {
  const [search, setSearch] = useSearchParams();
  const write = (text: string) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (text === "") after.delete(name);
        else after.set(name, text);
        return after;
      },
      { replace: true },
    );
  return [search.get(name) ?? "", write];
}
