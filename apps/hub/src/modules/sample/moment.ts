import type { EventData } from "@showpulse/connectors/event";

export const SAMPLE_MINUTES = 60;

/** Notes that something happens: in which minute of the show, on which platform. */
export type Happen = (minute: number, type: string, platform: string, data?: EventData) => void;
