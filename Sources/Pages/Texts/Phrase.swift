/// The texts of the site by name. `Wording` has each in both languages; a test holds the tables against this list.
public enum Phrase: String, Hashable, Sendable, CaseIterable {
  case skipToContent, navigationLabel, browseExperts, footerPromise, errorPrefix, errorSummaryTitle, optional,
    pleaseChoose, anyChoice, yes, no, change, back, next, newTab, toTheBeginning, crumbsLabel, notFoundTitle,
    notFoundText, forbiddenTitle, forbiddenText, tooManyTitle, tooManyText, busyTitle, busyText, tooLargeTitle,
    tooLargeText
  case landingTitle, heroEyebrow, heroTitle, heroSubtitle, searchLabel, searchPlaceholder, findMyConsultant,
    browseAllExperts, quickTitle, quickAI, quickTransformation, quickProcess, quickTechnology, quickBusiness,
    trustLabel, trustExperts, trustVerified, trustZones, trustHours, trustEarliest, processTitle, process1Title,
    process1Text, process2Title, process2Text, process3Title, process3Text, featuredTitle, promisesTitle,
    promise1Title, promise1Text, promise2Title, promise2Text, promise3Title, promise3Text, noneFound, oneFound,
    manyFound, noneFoundText, noneFoundFilters, clearFilters, filtersLabel, applyFilters, skillsLabel,
    industriesLabel, languagesLabel, serviceLabel, whenLabel, whenToday, whenThisWeek, whenNextWeek,
    dayPartLabel, morning, afternoon, evening, mostPriceLabel, verifiedOnly, expertsOnly, orderLabel,
    orderRelevance, orderAvailability, orderPrice, orderName, viewGrid, viewList, pagerLabel, pageOf,
    previousPage, nextPage, compare, compareChosen, compareHint, comparisonTitle, endComparison, titleLabel,
    verifiedLabel, nextFreeLabel, priceLabel, fromPrice, viewProfile, notAccepting, notAcceptingText,
    nothingFreeSoon, allExperts, verifiedExpert, aboutTitle, certificatesTitle, servicesTitle, atAGlance,
    zoneLabel, bookNow, chooseService, minutes, matchScore
  case orderRating, meetingsLabel, meetingVideo, meetingPhone, meetingInPerson, experienceLabel, experienceJunior,
    experienceMid, experienceSenior, experienceExpert, yearsOf, ratingLabel, ratingAtLeast, ratingOne, ratingMany,
    refineTitle, askSkill, askIndustry, askLanguage, askService, askMeeting
  case stepService, stepTime, stepDetails, stepBusiness, stepCheck, stepDone, progressLabel, yourBooking,
    timeLabel, totalLabel, includesTax, beforeTax, holdOver, heldUntil, minutesLeft, holdLonger, serviceLead,
    serviceQuestion, projectTitle, complexityLabel, complexityHint, complexityBasic, complexityIntermediate,
    complexityAdvanced, complexityEnterprise, industryLabel, billingTitle, countryLabel, countryHint,
    payerQuestion, payerPrivate, payerBusiness, vatLabel, vatHint, chooseTime, timeLead, zoneQuestion,
    showInZone, clocksChange, noTimesThisWeek, noTimesAtAll, nextFreeDay, timeQuestion, holdThisTime,
    nearestTimes, weeksLabel, previousWeek, nextWeek, detailsLead, firstNameLabel, lastNameLabel, emailLabel,
    emailHint, linkedInLabel, linkedInHint, businessLead, subjectLabel, subjectHint, outcomeLabel, companyLabel,
    roleLabel, sizeLabel, sizeStartup, sizeSmall, sizeMedium, sizeLarge, sizeEnterprise, authorityLabel,
    authorityDecides, authorityInfluences, authorityRecommends, authorityUses, nameLabel, clientLabel,
    priceTitle, priceHow, priceUntil, priceChanged, lineBase, lineNet, lineDemand, lineUrgency, lineComplexity,
    lineSpecialization, lineSeason, lineCap, lineRounding, lineBounds, lineCoupon, taxRate, taxReverse,
    taxOutside, cancellationTitle, cancellationFree, cancellationLate, cancellationConsultant, escrowText,
    methodQuestion, methodCard, methodSEPA, methodPayPal, methodTransfer, consentsTitle, consentTerms,
    consentPrivacy, consentData, consentMarketing, bookFor, doneProcessing, doneProcessingText, doneConfirmed,
    doneConfirmedText, doneEnded, doneEndedText, yourReference, refresh, whatNext, nextPay, nextMail,
    nextPrepare, nextMeet, openBooking, addToCalendar
  case doneUnpaid, doneUnpaidText, nextPayHere, payNow, joinMeeting, weekFrom, priceThen, seniorityLabel, seniorityOwn,
    seniorityManager, seniorityDirector, seniorityVP, seniorityTop, urgencyLabel, urgencyLow, urgencyMedium,
    urgencyHigh, urgencyUrgent, consentProfile
  case bookingTitle, forClient, forConsultant, consultantLabel, paymentLabel, refundedLabel, freeUntilLabel,
    statusPending, statusConfirmed, statusRescheduled, statusInProgress, statusCompleted, statusNoShow,
    statusCancelled, paymentPending, paymentPaid, paymentFailed, paymentRefunded, paymentDisputed, whatYouCanDo,
    moveMeeting, cancelMeeting, giveFeedback, nothingToDo, seeProfile, materialsTitle, materialsSend,
    proposalOwn, proposalOther, acceptProposal, declineProposal, withdrawProposal, leaveAsItIs, cancelForGood,
    reasonLabel, reasonHint, refundAll, refundAllText, refundNone, refundNoneText, refundNothingPaid,
    refundNothingPaidText, refundToClient, refundToClientText, movedFrom, moveAtOnce, moveNeedsConsent,
    moveToTime, proposeTime, ratingQuestion, rating5, rating4, rating3, rating2, rating1, feedbackLabel,
    testimonialLabel, testimonialNamed, testimonialNamedHint, sendFeedback, remarkMoved, remarkProposed,
    remarkCancelled, remarkThanks, remarkDeclined,
    refusedTooLate, refusedTooOften, refusedTooSoon, refusedTaken, refusedNotNow
  case receiptTitle, statementTitle, receiptNumber, receiptDate, receiptPaidAt, receiptPerformedBy, receiptAmounts,
    receiptNet, receiptTax, receiptGross, receiptFee, receiptPaidOut, receiptLeft, receiptShare, receiptNote
  case transferTitle, transferShow, transferText, transferHolder, transferIBAN, transferBIC, transferAmount,
    transferReference, transferReferenceHint, transferDeadline, transferAfter, transferNotYet, transferOver,
    doneTransfer, nextTransfer
  case trustRating, trustActivity, logosTitle, voicesTitle, voiceRating, voiceAbout, bestTitle
  case receiptNoteInvoice, invoice, creditNote, invoiceSeller, invoiceBuyer, invoiceVAT, invoiceTaxNumber,
    invoiceNumber,
    invoiceRefersTo, invoiceIssued, invoicePaid, invoiceGivenBack, invoiceSupplied, invoiceBooking, invoiceTax,
    invoiceTotal, invoiceCredited, invoiceIsPaid, invoiceCreditNote, invoicePrintHint, noteReverseCharge,
    noteOutsideScope, noteSmallBusiness, noteSmallAmount
  case invoiceAddressTitle, invoiceAddressBusiness, invoiceAddressPrivate, invoiceWanted, firmLabel, streetLabel,
    postcodeLabel, cityLabel, errorVATCheck, errorFirm, errorStreet, errorPostcode, errorPostcodeForm, errorCity
  case errorService, errorCountry, errorPayer, errorVAT, errorTime, errorTimeTaken, errorTooMany, errorFirst,
    errorLast, errorEmail, errorEmailForm, errorLinkedIn, errorSubject, errorTooLong, errorCharacters,
    errorMethod, errorMethodSlow, errorTerms, errorPrivacy, errorData, errorNoPrice, errorRefused,
    errorPriceChanged, errorRating

  /// Both languages; nil if a table lacks it.
  var wording: Wording? { Self.tables[self] }

  private static let tables: [Phrase: Wording] = [
    ShellTexts.all, SearchTexts.all, FlowTexts.all, BookingTexts.all, ErrorTexts.all,
  ].reduce(into: [:]) {
    $0.merge($1) { first, _ in first }
  }
}
