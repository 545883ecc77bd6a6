import { useUrlText } from "../../components/use-url-state.ts";

/**
 * The platform whose people are looked at; the address carries it. People of two platforms are no one population, so
 * there is always one: the asked one, else the first of those that there are.
 */
export function usePlatform(platforms: readonly string[]): [platform: string, choose: (platform: string) => void] {
  const [asked, choose] = useUrlText("platform");
  return [platforms.includes(asked) ? asked : (platforms[0] ?? ""), choose];
}
