# Queues, custom fields and a member of staff with a token; prints the token.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT;
RT::LoadConfig();
RT::Init();

sub made {
    my ($thing, %what) = @_;
    my ($id, $message) = $thing->Create(%what);
    die "$what{Name}: $message" unless $id;
    return $thing;
}

my $root = RT->SystemUser;
for my $name (split /,/, $ENV{RT_QUEUES}) {
    made(RT::Queue->new($root), Name => $name);
}
for my $name (split /,/, $ENV{RT_FIELDS}) {
    my $field = made(
        RT::CustomField->new($root),
        Name => $name, Type => 'FreeformSingle', LookupType => RT::Ticket->CustomFieldLookupType,
    );
    $field->AddToObject(RT::Queue->new($root));
}
my $bot = made(
    RT::User->new($root),
    Name => 'shop-bot', EmailAddress => 'bot@shop.test', Privileged => 1,
);
$bot->PrincipalObj->GrantRight(Object => RT->System, Right => 'SuperUser');
my ($ok, $message, $token) = RT::AuthToken->new($root)->Create(
    Owner => $bot->Id, Description => 'the tests',
);
die $message unless $ok;
print "$token\n";
