/** WebKitGTK reports the locale C.UTF-8 as the language `C`, which is none: whatever formats numbers for
 * it throws while it loads. Such a language becomes English. Imported before everything else. */
try {
  new Intl.Locale(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}

export {};
