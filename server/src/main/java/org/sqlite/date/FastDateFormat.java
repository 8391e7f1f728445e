package org.sqlite.date;

import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;

/// Takes the place of a class of SQLite's driver, which makes one for each connection and uses it for the columns of
/// `java.sql` dates, of which we have none (decision 0290).
///
/// The driver's own reads the calendars of all locales of the JDK when it is made: 0.1 s of each start. This one does
/// when it is used.
public final class FastDateFormat {
    private final String pattern;
    private final TimeZone zone;

    private FastDateFormat(String pattern, TimeZone zone) {
        this.pattern = pattern;
        this.zone = zone;
    }

    public static FastDateFormat getInstance(String pattern) {
        return getInstance(pattern, TimeZone.getDefault());
    }

    public static FastDateFormat getInstance(String pattern, TimeZone zone) {
        return new FastDateFormat(pattern, zone);
    }

    public String format(Date date) {
        return real().format(date);
    }

    public Date parse(String text) throws ParseException {
        return real().parse(text);
    }

    private SimpleDateFormat real() {
        SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.getDefault());
        format.setTimeZone(zone);
        return format;
    }
}
