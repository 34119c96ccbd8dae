package dev.reelay.suites;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Everything that needs no program, and whatever was put into no group. */
@Suite
@SelectPackages("dev.reelay")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns({ Groups.FAULTY_UPSTREAM, Groups.SANDBOX, Groups.ARCHIVE, Groups.LIMITS, Groups.ACCOUNTS })
class UnitSuite {
}
