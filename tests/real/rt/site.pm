# Request Tracker for the tests: one file of SQLite, no mail, loopback only.
use utf8;
Set($rtname, 'shop.test');
Set($WebDomain, '127.0.0.1');
Set($WebPort, $ENV{RT_PORT} || 8080);
Set($DatabaseType, 'SQLite');
Set($DatabaseName, "$ENV{RT_HOME}/rt.sqlite");
Set($WebSessionClass, 'Apache::Session::File');
Set($LogDir, $ENV{RT_HOME});
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($MailCommand, 'testfile');
1;
