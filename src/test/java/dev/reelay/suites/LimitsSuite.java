package dev.reelay.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

@Suite
@SelectPackages("dev.reelay")
@IncludeClassNamePatterns(Groups.LIMITS)
class LimitsSuite extends SuiteBase {
}
