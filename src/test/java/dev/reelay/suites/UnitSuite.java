package dev.reelay.suites;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All tests that are in no group; they need no running program. */
@Suite
@SelectPackages("dev.reelay")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns({ Groups.FAULTY_UPSTREAM, Groups.SANDBOX, Groups.ARCHIVE, Groups.LIMITS, Groups.ACCOUNTS,
        Groups.PROVIDERS, Groups.SLOW, Groups.ENDURANCE })
class UnitSuite extends SuiteBase {
}
