/// The texts of every page.
enum ShellTexts {
  static let all: [Phrase: Wording] = [
    .skipToContent: Wording("Skip to the content", "Zum Inhalt springen"),
    .navigationLabel: Wording("Site", "Website"),
    .browseExperts: Wording("Experts", "Fachleute"),
    .footerPromise: Wording(
      "Book an expert for half an hour or half a day. You pay when you book; they are paid after they have delivered.",
      """
      Buchen Sie Fachleute für eine halbe Stunde oder einen halben Tag. Sie zahlen bei der Buchung; ausgezahlt \
      wird erst nach der Beratung.
      """),
    .errorPrefix: Wording("Error:", "Fehler:"),
    .errorSummaryTitle: Wording("There is a problem", "Es gibt ein Problem"),
    .optional: Wording("(optional)", "(freiwillig)"),
    .pleaseChoose: Wording("Please choose", "Bitte wählen"),
    .anyChoice: Wording("Any", "Beliebig"),
    .yes: Wording("Yes", "Ja"),
    .no: Wording("No", "Nein"),
    .change: Wording("Change", "Ändern"),
    .back: Wording("Back", "Zurück"),
    .next: Wording("Continue", "Weiter"),
    .newTab: Wording("(opens in a new tab)", "(öffnet sich in einem neuen Tab)"),
    .toTheBeginning: Wording("To the first page", "Zur Startseite"),
    .crumbsLabel: Wording("Where you are", "Wo Sie sind"),
    .notFoundTitle: Wording("This page is not here", "Diese Seite gibt es nicht"),
    .notFoundText: Wording(
      """
      The address may be wrong, or the booking was begun on another device. Bookings that were begun are kept \
      for a week, on the device where they were begun.
      """,
      """
      Die Adresse stimmt vielleicht nicht, oder die Buchung wurde auf einem anderen Gerät begonnen. Begonnene \
      Buchungen bleiben eine Woche lang auf dem Gerät, auf dem sie begonnen wurden.
      """),
    .forbiddenTitle: Wording("This form was not sent from our site", "Dieses Formular kam nicht von unserer Website"),
    .forbiddenText: Wording(
      "Go back, load the page again and send the form once more.",
      "Gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal."),
    .tooManyTitle: Wording("Too many requests", "Zu viele Anfragen"),
    .tooManyText: Wording(
      "Please wait a minute, then try again. Nothing of what you have filled in is lost.",
      """
      Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal. Was Sie ausgefüllt haben, geht nicht \
      verloren.
      """),
    .busyTitle: Wording("We could not do this just now", "Das ging gerade nicht"),
    .busyText: Wording(
      "Nothing was booked and nothing was charged. Please try again in a moment.",
      "Es wurde nichts gebucht und nichts abgebucht. Bitte versuchen Sie es gleich noch einmal."),
    .tooLargeTitle: Wording("That was too much text", "Das war zu viel Text"),
    .tooLargeText: Wording("Please go back and write less.", "Bitte gehen Sie zurück und schreiben Sie weniger."),
  ]
}
