import { expect, test } from "vitest";
import { differences } from "./differences.ts";

const money = (amountMicros: number, currency: string) => ({ amountMicros, currency });

test("numbers differ by so many and by a share of the base", () => {
  expect(differences(15, 10)).toEqual([{ currency: null, absolute: 5, relative: 0.5 }]);
  expect(differences(3, 0)).toEqual([{ currency: null, absolute: 3, relative: null }]);
});

test("what is unknown has no difference", () => {
  expect(differences(null, 10)).toEqual([]);
  expect(differences(10, undefined)).toEqual([]);
  expect(differences([], null)).toEqual([]);
});

test("money is compared in one currency, and a measured none is nought in it", () => {
  expect(differences([money(30, "EUR"), money(5, "USD")], [money(20, "EUR")])).toEqual([
    { currency: "EUR", absolute: 10, relative: 0.5 },
  ]);
  expect(differences([], [money(20, "EUR")])).toEqual([{ currency: "EUR", absolute: -20, relative: -1 }]);
  expect(differences([money(20, "EUR")], [])).toEqual([{ currency: "EUR", absolute: 20, relative: null }]);
});
