/// Texts that say why a form is refused, and what to do about it.
enum ErrorTexts {
  static let all: [Phrase: Wording] = [
    .errorService: Wording("Choose a service", "Wählen Sie eine Leistung"),
    .errorCountry: Wording("Choose the country of whoever pays", "Wählen Sie das Land, aus dem bezahlt wird"),
    .errorPayer: Wording("Say whether you book for a business", "Sagen Sie, ob Sie für ein Unternehmen buchen"),
    .errorVAT: Wording(
      "Write the VAT number with its country, for example ATU13585627",
      "Schreiben Sie die Umsatzsteuer-ID mit dem Land, zum Beispiel ATU13585627"),
    .errorTime: Wording("Choose a time", "Wählen Sie eine Zeit"),
    .errorTimeTaken: Wording(
      "The time {} has just been taken. Choose another one",
      "Die Zeit {} wurde gerade vergeben. Wählen Sie eine andere"),
    .errorTooMany: Wording(
      "Two meetings of that day wait for their payment already. Choose another day",
      "An diesem Tag warten schon zwei Gespräche auf ihre Zahlung. Wählen Sie einen anderen Tag"),
    .errorFirst: Wording("Enter your first name", "Geben Sie Ihren Vornamen ein"),
    .errorLast: Wording("Enter your last name", "Geben Sie Ihren Nachnamen ein"),
    .errorEmail: Wording("Enter your e-mail address", "Geben Sie Ihre E-Mail-Adresse ein"),
    .errorEmailForm: Wording(
      "Write the e-mail address as in name@example.com",
      "Schreiben Sie die E-Mail-Adresse wie in name@example.com"),
    .errorLinkedIn: Wording(
      "Write the LinkedIn address with https://",
      "Schreiben Sie die LinkedIn-Adresse mit https://"),
    .errorSubject: Wording("Say what the meeting is about", "Sagen Sie, worum es in dem Gespräch geht"),
    .errorTooLong: Wording("Write at most {} characters", "Schreiben Sie höchstens {} Zeichen"),
    .errorCharacters: Wording(
      "Take out the characters that cannot be seen",
      "Nehmen Sie die unsichtbaren Zeichen heraus"),
    .errorMethod: Wording("Choose how you would like to pay", "Wählen Sie, wie Sie bezahlen möchten"),
    .errorMethodSlow: Wording(
      "This way to pay is too slow for this time. Choose another one",
      "Dieser Zahlungsweg ist für diese Zeit zu langsam. Wählen Sie einen anderen"),
    .errorTerms: Wording(
      "Agree to the terms of service to book",
      "Stimmen Sie den Nutzungsbedingungen zu, um zu buchen"),
    .errorPrivacy: Wording(
      "Confirm that you have read how your data is protected",
      "Bestätigen Sie, dass Sie gelesen haben, wie Ihre Daten geschützt werden"),
    .errorData: Wording(
      "Allow your answers to be passed on to the consultant",
      "Erlauben Sie, dass Ihre Angaben weitergegeben werden"),
    .errorNoPrice: Wording(
      "There is no price for this. Choose another service or time",
      "Dafür gibt es keinen Preis. Wählen Sie eine andere Leistung oder Zeit"),
    .errorRefused: Wording(
      "This could not be booked ({}). Look at your answers and try again",
      "Das konnte nicht gebucht werden ({}). Sehen Sie Ihre Angaben durch und versuchen Sie es noch einmal"),
    .errorPriceChanged: Wording(
      "The price has changed. Look at it and book again",
      "Der Preis hat sich geändert. Sehen Sie ihn an und buchen Sie noch einmal"),
    .errorRating: Wording("Choose a rating", "Wählen Sie eine Bewertung"),
    .errorVATCheck: Wording(
      "This is not a VAT number of {}. Look at it again, or leave it out",
      "Das ist keine USt-IdNr. für {}. Sehen Sie sie noch einmal an, oder lassen Sie sie weg"),
    .errorFirm: Wording("Enter the name of the company", "Geben Sie den Namen der Firma an"),
    .errorStreet: Wording("Enter street and number", "Geben Sie Straße und Hausnummer an"),
    .errorPostcode: Wording("Enter the postcode", "Geben Sie die Postleitzahl an"),
    .errorPostcodeForm: Wording(
      "Enter a postcode as it is written in the country, such as 10115",
      "Geben Sie eine Postleitzahl an, wie sie im Land geschrieben wird, zum Beispiel 10115"),
    .errorCity: Wording("Enter the town or city", "Geben Sie den Ort an"),
  ]
}
