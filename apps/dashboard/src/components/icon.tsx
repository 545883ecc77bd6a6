const PATHS = {
  add: "M8 3v10 M3 8h10",
  alert: "M8 2.2 14.6 13.6H1.4Z M8 6.4v3.4 M8 11.6v.4",
  campaigns: "M2.2 6.4v3.2h2.4L11 13V3L4.6 6.4Z M13.2 6.2a2.6 2.6 0 0 1 0 3.6",
  attribution:
    "M3.6 2.6a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Z M3.6 10.2a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Z M12.4 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Z M5.2 4.6 10.9 7.4 M5.2 11.4l5.7-2.8",
  audience:
    "M6 2.6a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2Z M1.6 13.6a4.4 4.4 0 0 1 8.8 0 M10.6 3a2.4 2.4 0 0 1 0 4.6 M12 9.6a4.2 4.2 0 0 1 2.4 4",
  check: "M3 8.5 6.4 12 13 4.5",
  clock: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z M8 4.6V8l2.4 1.6",
  cross: "M3.5 3.5l9 9 M12.5 3.5l-9 9",
  compare: "M2 12.5 5.5 6l3 3.5L14 3 M2 8.5 6 12l3.5-2.5L14 11",
  copy: "M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3",
  down: "M8 3v10 M4 9l4 4 4-4",
  download: "M8 2v8 M4.8 7 8 10.2 11.2 7 M2.5 13.5h11",
  funnel: "M2 3h12L9.6 8.4v5L6.4 12V8.4Z",
  grip: "M6 3.5v.2 M10 3.5v.2 M6 8v.2 M10 8v.2 M6 12.4v.2 M10 12.4v.2",
  info: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z M8 7.2v4 M8 4.6v.4",
  key: "M9.8 9.2a3.6 3.6 0 1 0-3-3L1.8 11.2v3h3v-2h2v-2Z",
  more: "M3 8v.2 M8 8v.2 M13 8v.2",
  moon: "M13.6 9.6A6 6 0 0 1 6.4 2.4a6 6 0 1 0 7.2 7.2Z",
  offers: "M8.6 2H14v5.4L7.6 13.8 2.2 8.4Z M11.2 4.8v.2",
  pin: "M8 14.2V9.8 M4.2 9.8h7.6L10.4 7V2.4H5.6V7Z",
  plug: "M5.6 1.8v3.4 M10.4 1.8v3.4 M3.8 5.2h8.4v2.6a4.2 4.2 0 0 1-8.4 0Z M8 12v2.4",
  question: "M5.6 6a2.4 2.4 0 1 1 3.6 2.1C8.4 8.6 8 9 8 10 M8 12.4v.4",
  search: "M7 2.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2Z M10.4 10.4l3.6 3.6",
  settings: "M2 4.5h7 M12 4.5h2 M2 11.5h2 M7 11.5h7 M10.5 2.8v3.4 M5.5 9.8v3.4",
  shows: "M2 3.5h12v7.5H2z M5.5 14h5",
  sun: "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z M8 1v1.6 M8 13.4V15 M1 8h1.6 M13.4 8H15 M3 3l1.2 1.2 M11.8 11.8 13 13 M13 3l-1.2 1.2 M4.2 11.8 3 13",
  trash: "M2.8 4.4h10.4 M6.2 4.4V2.4h3.6v2 M4.2 4.4l.6 9.2h6.4l.6-9.2",
  up: "M8 13V3 M4 7l4-4 4 4",
  wall: "M2 2.5h5v5H2z M9 2.5h5v5H9z M2 9.5h5v4H2z M9 9.5h5v4H9z",
} as const;

export type IconName = keyof typeof PATHS;

/** A decorative icon in the colour of the text; what it means is always said in words beside it or by its button. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: "none" }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
