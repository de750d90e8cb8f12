// Every word that people see, in each language, and how dates are written.

const en = {
  accounts: "Accounts", chart: "Org chart", findings: "Findings", log: "What changed",
  skip: "Skip to the content", search: "Search", noHits: "Nothing found", asOf: "As of", today: "Back to today",
  past: "You look at another day: it cannot be edited here.",
  dark: "Dark", light: "Light", offline: "No connection: what you see may be old, and edits are not saved.",
  account: "Account", stage: "Stage", renewal: "Renewal", keyKnown: "Key people known", needs: "What needs you", people: "People",
  nothing: "nothing at present", loading: "Loading …", noAccounts: "There is no account yet. Import a file with: kith import --source crm people.csv",
  layers: "Layers", stance: "Stance", roles: "Roles", coverage: "Coverage", points: "Single points", influence: "Influence",
  fit: "Fit", zoomIn: "Zoom in", zoomOut: "Zoom out", exportSvg: "Export SVG", legend: "Legend",
  vacant: "Vacant", vacantSince: "Vacant since {day}", close: "Close", knownBy: "Who knows them", nobody: "Nobody of ours", inTouch: "in touch", outOfTouch: "out of touch",
  reports: "Reports", below: "Below", judgedBy: "Judged by", chooseAuthor: "Choose whose judgement it is, then the stance.",
  ways: "Ways to them", noWay: "No way is known within three handshakes.", find: "Find a way", seat: "Seat", since: "since {day}", mail: "E-mail", place: "Place",
  saved: "{name}: {stance}. Saved.", undo: "Undo", undone: "Undone.", refused: "Not saved: {why}", by: "{actor} changed this chart.",
  contactForbidden: "Must not be contacted", managerUnknown: "Their manager is not known", key: "Key person", disputed: "Colleagues disagree", singlePoint: "Single point of failure", singleThreaded: "Known by one of ours only",
  noFindings: "Nothing was found.", moreChanges: "{n} changes", older: "Older", seats: "{n} seats", vacantSeats: "{n} vacant", notFound: "There is no such page.", failed: "It could not be loaded: {why}", again: "Try again",
  card: "Who is chosen", tree: "Org chart of {name}", keys: "Arrows move, Enter opens, 1 to 6 set the stance, 0 fits, + and − zoom.",
  CHAMPION: "Champion", SUPPORTER: "Supporter", NEUTRAL: "Neutral", SCEPTIC: "Sceptic", DETRACTOR: "Detractor", UNKNOWN: "Unknown",
  CLOSE: "close", STRONG: "strong", WORKING: "working", ACQUAINTED: "acquainted", NONE: "none",
  DECIDER: "Decider", APPROVER: "Approver", VETO: "Veto", SIGN_OFF: "Sign-off", BUYER: "Buyer", USER: "User", INFLUENCER: "Influencer", GATEKEEPER: "Gatekeeper", INITIATOR: "Initiator", INFORMED: "Informed",
  S1: "urgent", S2: "serious", S3: "notable", S4: "small",
} as const;

export type Word = keyof typeof en;

const de: Record<Word, string> = {
  accounts: "Kunden", chart: "Organigramm", findings: "Befunde", log: "Was sich geändert hat",
  skip: "Zum Inhalt", search: "Suchen", noHits: "Nichts gefunden", asOf: "Stand", today: "Zurück zu heute",
  past: "Sie sehen einen anderen Tag; er kann hier nicht bearbeitet werden.",
  dark: "Dunkel", light: "Hell", offline: "Keine Verbindung: was Sie sehen, kann alt sein, und nichts wird gespeichert.",
  account: "Kunde", stage: "Stufe", renewal: "Verlängerung", keyKnown: "Schlüsselpersonen bekannt", needs: "Was Sie braucht", people: "Personen",
  nothing: "zurzeit nichts", loading: "Wird geladen …", noAccounts: "Es gibt noch keinen Kunden. Importieren Sie eine Datei: kith import --source crm people.csv",
  layers: "Ebenen", stance: "Haltung", roles: "Rollen", coverage: "Abdeckung", points: "Einzelne Stützen", influence: "Einfluss",
  fit: "Einpassen", zoomIn: "Vergrößern", zoomOut: "Verkleinern", exportSvg: "Als SVG", legend: "Legende",
  vacant: "Unbesetzt", vacantSince: "Unbesetzt seit {day}", close: "Schließen", knownBy: "Wer sie kennt", nobody: "Niemand von uns", inTouch: "in Kontakt", outOfTouch: "außer Kontakt",
  reports: "Berichten direkt", below: "Darunter", judgedBy: "Urteil von", chooseAuthor: "Wählen Sie zuerst, wessen Urteil es ist, dann die Haltung.",
  ways: "Wege zu ihnen", noWay: "Es ist kein Weg über drei Bekanntschaften bekannt.", find: "Einen Weg suchen", seat: "Stelle", since: "seit {day}", mail: "E-Mail", place: "Ort",
  saved: "{name}: {stance}. Gespeichert.", undo: "Rückgängig", undone: "Zurückgenommen.", refused: "Nicht gespeichert: {why}", by: "{actor} hat dieses Organigramm geändert.",
  contactForbidden: "Darf nicht angesprochen werden", managerUnknown: "Wer sie führt, ist nicht bekannt", key: "Schlüsselperson", disputed: "Kollegen sind uneins", singlePoint: "Einzelne Stütze", singleThreaded: "Nur einem von uns bekannt",
  noFindings: "Nichts wurde gefunden.", moreChanges: "{n} Änderungen", older: "Ältere", seats: "{n} Stellen", vacantSeats: "{n} unbesetzt", notFound: "Diese Seite gibt es nicht.", failed: "Es konnte nicht geladen werden: {why}", again: "Noch einmal",
  card: "Wer gewählt ist", tree: "Organigramm von {name}", keys: "Pfeile bewegen, Enter öffnet, 1 bis 6 setzen die Haltung, 0 passt ein, + und − vergrößern und verkleinern.",
  CHAMPION: "Fürsprecher", SUPPORTER: "Unterstützer", NEUTRAL: "Neutral", SCEPTIC: "Skeptiker", DETRACTOR: "Gegner", UNKNOWN: "Unbekannt",
  CLOSE: "eng", STRONG: "stark", WORKING: "tragfähig", ACQUAINTED: "bekannt", NONE: "keine",
  DECIDER: "Entscheider", APPROVER: "Genehmiger", VETO: "Veto", SIGN_OFF: "Zeichnung", BUYER: "Einkäufer", USER: "Nutzer", INFLUENCER: "Beeinflusser", GATEKEEPER: "Türhüter", INITIATOR: "Initiator", INFORMED: "Informiert",
  S1: "dringend", S2: "ernst", S3: "merklich", S4: "klein",
};

const language = navigator.language.toLowerCase().startsWith("de") ? "de" : "en";
document.documentElement.lang = language;
const words: Record<Word, string> = language === "de" ? de : en;

/** A text in the reader's language, with values for its {names}. */
export function t(word: Word, values: Record<string, string | number> = {}): string {
  return words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A word of the API, such as CHAMPION; as it is when a newer server has one that is not known here. */
export function term(word: string): string {
  return word in words ? words[word as Word] : word.toLowerCase();
}

const dates = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

/** A day, YYYY-MM-DD, as people write it. */
export const day = (date: string): string => dates.format(new Date(`${date}T00:00:00Z`));
/** A moment as people write it, in their own time zone. */
export const moment = (time: string): string => times.format(new Date(time));
