import type { Money } from "../metric.ts";

/** What the rules of others need of a show's raw events beside our own figures. */
export interface Seen {
  /** Distinct ids seen in the show, people of several ids counted as often. */
  ids: number;
  /** Distinct devices seen in the show: browser sessions, else ids. */
  devices: number;
  /** Stays of devices in the show, ended by 30 minutes without a sign. */
  deviceVisits: number;
  /** Views that are known to be shorter than 3 s. */
  shortViews: number;
  /** Distinct ids with a comment, like, share or product click. */
  interacting: number;
  /** Distinct ids with a comment, like, share or follow. */
  socialising: number;
  /** Distinct ids that clicked, and that were shown, a product. */
  clicking: number;
  shown: number;
  /** Whole orders within 30 days of watching that hold a product which was highlighted. */
  highlightedOrders: Money[];
  /** Orders within 30 days of people who interacted before; how many orders and people. */
  attributed: Money[];
  attributedOrders: number;
  attributedPeople: number;
  /** Lines of listed products: sold while the show ran, and to its viewers in the 7 days after. */
  listedLive: Money[];
  listedAfter: Money[];
  /** Viewers who bought a listed product in either time. */
  listedBuyers: number;
}
