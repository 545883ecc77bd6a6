import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { isolated } from "../format/isolated.ts";
import en from "./en.json" with { type: "json" };

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

/** The languages of the dashboard, each by its own name. */
export const LANGUAGES = [{ code: "en", name: "English" }] as const;

void i18next.use(initReactI18next).init({
  lng: localStorage.getItem("showpulse.language") ?? "en",
  fallbackLng: "en",
  resources: { en: { translation: en } },
  // React escapes; what is put into a sentence only keeps its own direction.
  interpolation: { escape: isolated },
});

i18next.on("languageChanged", (language) => {
  localStorage.setItem("showpulse.language", language);
  document.documentElement.lang = language;
});

/** Words, and the locale for `Intl`: the browser's own variant of the chosen language where it has one. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const locale = navigator.languages.find((tag) => tag.split("-")[0] === i18n.language) ?? i18n.language;
  return { t, i18n, locale };
}
