import { type AcceptedEvent, asksSomething } from "@showpulse/connectors/event";
import { OrderBook } from "./order-book.ts";
import type { PlatformTotals, TypeTotal } from "./totals.ts";
import { ViewerGauge } from "./viewer-gauge.ts";

/** One platform's events of a show, added up as they come, in any order. */
export class PlatformFold {
  readonly #types = new Map<string, TypeTotal>();
  readonly #virtual = new Map<string, number>();
  readonly #tips = new Map<string, number>();
  readonly #orders = new OrderBook();
  readonly #viewers = new ViewerGauge();
  readonly #answered = new Set<string>();
  #askingMessages = 0;
  #likeTotal: PlatformTotals["likeTotal"] = null;
  #asOf = 0;

  add(event: AcceptedEvent): void {
    const { type, data, time } = event;
    const total = this.#types.get(type) ?? { events: 0, quantity: 0 };
    total.events += 1;
    total.quantity += data.quantity ?? 1;
    this.#types.set(type, total);
    this.#asOf = Math.max(this.#asOf, event.receivedAt);
    switch (type) {
      case "chat_message":
        if (asksSomething(data.text)) this.#askingMessages += 1;
        break;
      case "viewer_count":
        if (data.value !== undefined) this.#viewers.read(data.platform, time, data.value);
        break;
      case "show_ended":
        this.#viewers.end(data.platform, time);
        break;
      case "like_total":
        this.#readLikes(data.value, data.properties?.start);
        break;
      case "gift":
        if (data.virtualUnit !== undefined) {
          const amount = (this.#virtual.get(data.virtualUnit) ?? 0) + (data.virtualAmount ?? 0);
          this.#virtual.set(data.virtualUnit, amount);
        }
        break;
      case "tip":
        if (data.currency !== undefined) {
          this.#tips.set(data.currency, (this.#tips.get(data.currency) ?? 0) + (data.amountMicros ?? 0));
        }
        break;
      case "question_answered":
        this.#answered.add(answeredQuestion(event));
        break;
      case "purchase":
      case "refund":
      case "order_cancelled":
        this.#orders.add(event);
        break;
    }
  }

  #readLikes(value: number | undefined, start: unknown): void {
    if (value === undefined) return;
    const before = this.#likeTotal;
    const starts = [before?.start, start].filter((each) => typeof each === "number");
    this.#likeTotal = {
      highest: Math.max(value, before?.highest ?? value),
      start: starts.length === 0 ? null : Math.min(...starts),
    };
  }

  totals(): PlatformTotals {
    return {
      types: this.#types,
      askingMessages: this.#askingMessages,
      virtual: this.#virtual,
      likeTotal: this.#likeTotal,
      tips: [...this.#tips],
      orders: this.#orders.totals(),
      viewers: this.#viewers.totals(),
      questionsAnswered: this.#answered.size,
      watch: null,
      carts: null,
      answerSecondsMedian: null,
      impressions: null,
      asOf: this.#asOf,
    };
  }
}

/** The id of the question that this event answers; without one, the answer stands for a question of its own. */
function answeredQuestion({ id, data }: AcceptedEvent): string {
  const question = data.properties?.question;
  return typeof question === "string" && question !== "" ? question : id;
}
