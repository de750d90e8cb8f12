// Where the reader is: an address that restores what is seen.

export type Place = { screen: "accounts" | "chart" | "findings" | "log"; account: string; asOf: string; seat: string; layers: string[] };

export const allLayers = ["stance", "roles", "coverage", "points", "influence"] as const;
const usual = ["stance", "roles", "coverage", "points"];

/** Reads an address such as #/chart/a-brackwell?as-of=2026-11-02&seat=s-cfo. */
export function read(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [screen = "", account = ""] = path.split("/").map(decodeURIComponent);
  const values = new URLSearchParams(query);
  const known = screen === "chart" || screen === "findings" || screen === "log";
  return {
    screen: known ? screen : "accounts",
    account,
    asOf: values.get("as-of") ?? "",
    seat: values.get("seat") ?? "",
    layers: values.has("layers") ? (values.get("layers") ?? "").split(",").filter(Boolean) : usual,
  };
}

/** Writes the address of a place. */
export function write(p: Place): string {
  const values = new URLSearchParams();
  if (p.asOf) values.set("as-of", p.asOf);
  if (p.seat) values.set("seat", p.seat);
  if (p.layers.join() !== usual.join()) values.set("layers", p.layers.join());
  const query = values.toString();
  return `#/${p.screen}${p.account ? `/${encodeURIComponent(p.account)}` : ""}${query ? `?${query}` : ""}`;
}
